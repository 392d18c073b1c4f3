#include "http/environment.h"

namespace cloakroom::http {

std::string_view Environment::get(std::string_view name) const {
    for (const char* const* variable = variables_; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (text.size() > name.size() && text[name.size()] == '=' && text.starts_with(name)) {
            return text.substr(name.size() + 1);
        }
    }
    return {};
}

}  // namespace cloakroom::http
