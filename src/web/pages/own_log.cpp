#include "auth/audit_trail.h"
#include "web/browser_words.h"
#include "web/page.h"
#include "web/pages/pages.h"

namespace cloakroom::web {

http::Response show_own_log(const Visit& visit) {
    constexpr int most_rows = 50;
    auto& auth = visit.site.auth;
    view::Data events{view::Data::type::list};
    for (const auto& row : auth::AuditTrail(auth.database).list_for(visit.user()->id, most_rows)) {
        const auto [browser, system] = read_user_agent(row.browser);
        view::Data event{"what", view::Data{row.event, true}};
        event["when"] = when(row.at, auth.clock.now());
        event["browser"] = std::string(browser);
        event["system"] = std::string(system);
        event["address"] = row.address;
        event["by_another"] = row.by_another;
        events << event;
    }
    return page(visit, "own-log", {"events", events});
}

}  // namespace cloakroom::web
