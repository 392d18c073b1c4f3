#include "http/byte_range.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "http/text.h"

namespace cloakroom::http {
namespace {

// A number too large for us is larger than any file as well.
std::optional<std::int64_t> number(std::string_view digits) {
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    std::int64_t value = std::numeric_limits<std::int64_t>::max();
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

ByteRange last_bytes(std::optional<std::int64_t> wanted, ByteRange whole) {
    if (!wanted || whole.size == 0) return whole;
    if (*wanted == 0) return {.kind = ByteRange::Kind::unsatisfiable};
    const auto size = std::min(*wanted, whole.size);
    return {.kind = ByteRange::Kind::part, .offset = whole.size - size, .size = size};
}

}  // namespace

ByteRange parse_range(std::string_view header, std::int64_t total) {
    constexpr std::string_view unit = "bytes=";
    const ByteRange whole{.kind = ByteRange::Kind::whole, .offset = 0, .size = total};
    const auto dash = header.find('-');
    if (dash == std::string_view::npos || lower_case(header.substr(0, unit.size())) != unit) return whole;
    const auto end = header.substr(dash + 1);
    if (dash == unit.size()) return last_bytes(number(end), whole);

    const auto first = number(header.substr(unit.size(), dash - unit.size()));
    const auto last = end.empty() ? std::numeric_limits<std::int64_t>::max() : number(end);
    if (!first || !last || *first > *last) return whole;
    if (*first >= total) return {.kind = ByteRange::Kind::unsatisfiable};
    return {.kind = ByteRange::Kind::part, .offset = *first, .size = std::min(*last, total - 1) - *first + 1};
}

}  // namespace cloakroom::http
