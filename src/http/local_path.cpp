#include "http/local_path.h"

#include <algorithm>

namespace cloakroom::http {

bool is_local_path(std::string_view target) {
    // Browsers read '\' as '/' and drop tabs and line breaks, so "/\t/evil" is "//evil" to them.
    const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '\\'; };
    return target.starts_with('/') && !target.starts_with("//") && std::ranges::all_of(target, is_plain);
}

}  // namespace cloakroom::http
