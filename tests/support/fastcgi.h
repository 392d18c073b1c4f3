// The web server's side of FastCGI 1.0, as much as a test needs: one request a connection.
#pragma once

#include <fastcgi.h>
#include <unistd.h>

#include <map>
#include <string>
#include <string_view>

namespace cloakroom::test {

inline std::string fastcgi_record(int type, std::string_view content) {
    const auto high = static_cast<char>(content.size() >> 8);
    const auto low = static_cast<char>(content.size() & 0xff);
    const char header[FCGI_HEADER_LEN] = {FCGI_VERSION_1, static_cast<char>(type), 0, 1, high, low, 0, 0};
    return std::string(header, sizeof header).append(content);
}

// Everything before the body. Names and values are shorter than 128 bytes.
inline std::string fastcgi_head(const std::map<std::string_view, std::string_view>& variables, int flags = 0) {
    const char begin[8] = {0, FCGI_RESPONDER, static_cast<char>(flags), 0, 0, 0, 0, 0};
    std::string pairs;
    for (const auto& [name, value] : variables) {
        pairs += static_cast<char>(name.size());
        pairs += static_cast<char>(value.size());
        pairs.append(name).append(value);
    }
    return fastcgi_record(FCGI_BEGIN_REQUEST, {begin, sizeof begin}) + fastcgi_record(FCGI_PARAMS, pairs) +
           fastcgi_record(FCGI_PARAMS, "");
}

inline std::string read_exactly(int connection, std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        const auto got = read(connection, bytes.data() + filled, size - filled);
        if (got <= 0) return bytes.substr(0, filled);
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

// What the program wrote, up to the end of the request or of the connection.
inline std::string fastcgi_reply(int connection) {
    std::string output;
    for (;;) {
        const auto header = read_exactly(connection, FCGI_HEADER_LEN);
        if (header.size() < FCGI_HEADER_LEN || header[1] == FCGI_END_REQUEST) return output;
        const auto size = static_cast<unsigned char>(header[4]) * 256U + static_cast<unsigned char>(header[5]);
        const auto content = read_exactly(connection, size);
        read_exactly(connection, static_cast<unsigned char>(header[6]));
        if (header[1] == FCGI_STDOUT) output += content;
    }
}

}  // namespace cloakroom::test
