// The header Range (RFC 9110 section 14).
#pragma once

#include <cstdint>
#include <string_view>

namespace cloakroom::http {

struct ByteRange {
    enum class Kind {
        whole,         // all of it: no range was asked for, or not one that we send
        part,          // `size` bytes from `offset`: 206
        unsatisfiable  // begins behind the end: 416
    };
    Kind kind = Kind::whole;
    std::int64_t offset = 0;
    std::int64_t size = 0;

    bool operator==(const ByteRange&) const = default;
};

// What `header` asks for of a text of `total` bytes. Several ranges in one request, and what
// is no range, are answered with the whole, as the standard allows.
ByteRange parse_range(std::string_view header, std::int64_t total);

}  // namespace cloakroom::http
