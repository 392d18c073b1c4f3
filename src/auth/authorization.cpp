#include "auth/authorization.h"

namespace cloakroom::auth {

Decision decide(Requirement requirement, const std::optional<Session>& visitor, bool anonymous_are_welcome) {
    const bool is_signed_in = visitor && visitor->user;
    switch (requirement) {
        case Requirement::anyone:
            return Decision::allow;
        case Requirement::signed_in:
            return is_signed_in ? Decision::allow : Decision::sign_in;
        case Requirement::welcome:
            return is_signed_in || anonymous_are_welcome ? Decision::allow : Decision::sign_in;
    }
    return Decision::sign_in;
}

}  // namespace cloakroom::auth
