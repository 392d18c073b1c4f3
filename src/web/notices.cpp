#include "web/notices.h"

#include "base/errors.h"
#include "web/page.h"

namespace cloakroom::web {

void leave_notice(const Visit& visit, const auth::Session& session, const char* word, int number) {
    try {
        visit.site.auth.flash_messages.add(session, word, std::to_string(number));
    } catch (const Unavailable& error) {
        visit.site.log.error("not_noted", "id " + visit.request.id + ": " + error.what());
    }
}

void show_notices(const Visit& visit, view::Data& values, std::initializer_list<const char*> words) {
    if (!visit.session->may_have_messages) return;
    for (const char* word : words) {
        for (const auto& message : visit.site.auth.flash_messages.take(*visit.session, word)) {
            values[word] = number_words(message.text);
        }
    }
}

}  // namespace cloakroom::web
