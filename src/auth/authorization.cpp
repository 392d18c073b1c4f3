#include "auth/authorization.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

Decision decide_for_some(bool is_signed_in, bool is_one_of_them) {
    if (!is_signed_in) return Decision::sign_in;
    return is_one_of_them ? Decision::allow : Decision::forbid;
}

Decision unless_proven(Decision decision, Grants grants) {
    return decision == Decision::allow && !grants.is_proven ? Decision::reauthenticate : decision;
}

}  // namespace

bool is_recent_proof(const Session& session, Instant now) {
    constexpr Seconds recent = 15min;
    return session.proved_at <= now && now < session.proved_at + recent;
}

Decision decide(Requirement requirement, const std::optional<Session>& visitor, Grants grants) {
    const bool is_signed_in = visitor && visitor->user;
    switch (requirement) {
        case Requirement::anyone:
            return Decision::allow;
        case Requirement::signed_in:
            return is_signed_in ? Decision::allow : Decision::sign_in;
        case Requirement::proven:
            return unless_proven(decide(Requirement::signed_in, visitor, grants), grants);
        case Requirement::welcome:
            return is_signed_in || grants.anonymous_are_welcome ? Decision::allow : Decision::sign_in;
        case Requirement::admin:
            return decide_for_some(is_signed_in, grants.is_admin);
        case Requirement::proven_admin:
            return unless_proven(decide(Requirement::admin, visitor, grants), grants);
        case Requirement::listed:
            return decide_for_some(is_signed_in, grants.is_listed);
        case Requirement::nobody:
            break;
    }
    return Decision::forbid;
}

}  // namespace cloakroom::auth
