#include "auth/news.h"

#include <string>

#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

using namespace std::chrono_literals;

constexpr Seconds a_moment = 15min;

void leave(Services& services, const Session& session, const char* news, std::int64_t number) {
    if (number > 0) services.flash_messages.add(session, news, std::to_string(number));
}

void warn_other_sessions(Services& services, const Session& fresh) {
    for (const auto& listed : services.sessions.list(fresh.user->id)) {
        if (listed.session.id_hash != fresh.id_hash) leave(services, listed.session, new_devices_news, 1);
    }
}

}  // namespace

bool leave_news(Services& services, const Session& fresh, bool is_surprise, const Actor& actor) {
    auto row = services.database.query(sql::count_news, {{":user_id", fresh.user->id},
                                                         {":request_id", actor.request_id},
                                                         {":address", actor.address},
                                                         {":a_moment_ago", services.clock.now() - a_moment}});
    row.next();
    leave(services, fresh, failed_tries_news, row.integer(0));
    leave(services, fresh, password_changes_news, row.integer(1));
    leave(services, fresh, new_devices_news, row.integer(2));
    if (is_surprise) warn_other_sessions(services, fresh);
    return row.integer(0) + row.integer(1) > 0 || (row.integer(2) > 0 && !is_surprise);
}

}  // namespace cloakroom::auth
