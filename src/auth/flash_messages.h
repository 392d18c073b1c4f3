// Flash messages: what is told a visitor once, on whatever page comes next.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "auth/sessions.h"
#include "auth/variables.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

struct FlashMessage {
    std::string category;
    std::string text;
};

class FlashMessages {
   public:
    static constexpr std::size_t most_bytes = 4096;  // of one, category and text together
    static constexpr int most_waiting = 20;          // one more, and the oldest is dropped

    FlashMessages(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // Writes `ended`, `full` (too long), `not_a_variable` (no UTF-8, or an empty
    // category) or `done`.
    Written add(const Session& session, std::string_view category, std::string_view text);

    // Takes those of one category, or all if it is empty, in the order of writing: of
    // parallel takers one gets each. Writes nothing if there are none.
    std::vector<FlashMessage> take(const Session& session, std::string_view category = "");

    // Drops them all, unread.
    void clear(const Session& session);

   private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
