#include "auth/flash_messages.h"

#include <map>

#include "base/encoding.h"
#include "base/errors.h"
#include "generated/statements.h"

namespace cloakroom::auth {

Written FlashMessages::add(const Session& session, std::string_view category, std::string_view text) {
    if (category.empty() || !is_utf8(category) || !is_utf8(text)) return Written::not_a_variable;
    if (category.size() + text.size() > most_bytes) return Written::full;
    const db::Blob id_hash{session.id_hash};
    const int added =
        database_.run(sql::add_flash_message,
                      {{":id_hash", id_hash}, {":category", category}, {":text", text}, {":now", clock_.now()}});
    if (added == 0) return Written::ended;
    try {
        database_.run(sql::drop_oldest_flash_messages, {{":id_hash", id_hash}, {":most", most_waiting}});
    } catch (const Unavailable&) {
        // One too many waits until the next is added.
    }
    return Written::done;
}

std::vector<FlashMessage> FlashMessages::take(const Session& session, std::string_view category) {
    const db::Blob id_hash{session.id_hash};
    {
        auto row = database_.query(sql::has_flash_messages, {{":id_hash", id_hash}, {":category", category}});
        row.next();
        if (row.integer(0) == 0) return {};
    }
    // RETURNING promises no order.
    std::map<std::int64_t, FlashMessage> taken;
    auto row = database_.query(sql::take_flash_messages, {{":id_hash", id_hash}, {":category", category}});
    while (row.next()) taken.emplace(row.integer(0), FlashMessage{row.text(1), row.text(2)});
    std::vector<FlashMessage> messages;
    messages.reserve(taken.size());
    for (auto& [id, message] : taken) messages.push_back(std::move(message));
    return messages;
}

void FlashMessages::clear(const Session& session) {
    database_.run(sql::clear_flash_messages, {{":id_hash", db::Blob{session.id_hash}}});
}

}  // namespace cloakroom::auth
