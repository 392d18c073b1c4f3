#include "web/denied.h"

#include "base/errors.h"

namespace cloakroom::web {

void note_denied(const Visit& visit, std::string_view subject) {
    if (visit.user() == nullptr) return;
    try {
        visit.site.auth.audit.write_denied(visit.actor(), visit.user()->id, subject);
    } catch (const Unavailable& error) {
        visit.site.log.error("not_noted", "id " + visit.request.id + ": " + error.what());
    }
}

}  // namespace cloakroom::web
