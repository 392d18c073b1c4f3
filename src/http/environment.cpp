#include "http/environment.h"

#include <cstring>

namespace cloakroom::http {

std::string_view Environment::get(std::string_view name) const {
    for (const char* const* variable = variables_; *variable != nullptr; ++variable) {
        if (**variable != name.front()) continue;  // quick, for all are looked at for each name
        const bool is_it = std::strncmp(*variable, name.data(), name.size()) == 0 && (*variable)[name.size()] == '=';
        if (is_it) return *variable + name.size() + 1;
    }
    return {};
}

}  // namespace cloakroom::http
