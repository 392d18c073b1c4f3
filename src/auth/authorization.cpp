#include "auth/authorization.h"

namespace cloakroom::auth {

Decision decide(Requirement requirement, const std::optional<Session>& visitor, Grants grants) {
    const bool is_signed_in = visitor && visitor->user;
    switch (requirement) {
        case Requirement::anyone:
            return Decision::allow;
        case Requirement::signed_in:
            return is_signed_in ? Decision::allow : Decision::sign_in;
        case Requirement::welcome:
            return is_signed_in || grants.anonymous_are_welcome ? Decision::allow : Decision::sign_in;
        case Requirement::listed:
            if (!is_signed_in) return Decision::sign_in;
            return grants.is_listed ? Decision::allow : Decision::forbid;
        case Requirement::nobody:
            break;
    }
    return Decision::forbid;
}

}  // namespace cloakroom::auth
