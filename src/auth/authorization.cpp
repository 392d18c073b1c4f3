#include "auth/authorization.h"

namespace cloakroom::auth {

Decision decide(Requirement requirement, const std::optional<Session>& visitor) {
    switch (requirement) {
        case Requirement::anyone:
            return Decision::allow;
        case Requirement::signed_in:
            return visitor && visitor->user ? Decision::allow : Decision::sign_in;
    }
    return Decision::sign_in;
}

}  // namespace cloakroom::auth
