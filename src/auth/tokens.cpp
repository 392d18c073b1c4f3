#include "auth/tokens.h"

#include "base/encoding.h"
#include "base/random.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t groups = 7;
constexpr std::size_t group_size = 4;

std::string_view word(TokenKind kind) {
    return kind == TokenKind::set_up ? "set_up" : "way_back";
}

// A code without what people add or change when they type it. Base 32 has no I, L
// and O, since they are taken for 1 and 0.
std::string normal_form(std::string_view code) {
    std::string normal;
    for (char c : code) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (c == 'I' || c == 'L') c = '1';
        if (c == 'O') c = '0';
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) normal += c;
    }
    return normal;
}

}  // namespace

std::string Tokens::make(TokenKind kind, Seconds lifetime) {
    constexpr std::size_t bytes = (groups * group_size * 5 + 7) / 8;
    const std::string digits = base32(random_bytes(bytes)).substr(0, groups * group_size);
    std::string code;
    for (std::size_t at = 0; at < digits.size(); at += group_size) {
        if (at > 0) code += '-';
        code += digits.substr(at, group_size);
    }
    end_all(kind);
    const Instant now = clock_.now();
    database_.run(sql::add_token, {{":token_hash", db::Blob{sha256(digits)}},
                                   {":kind", word(kind)},
                                   {":now", now},
                                   {":expires_at", now + lifetime}});
    return code;
}

bool Tokens::is_good(TokenKind kind, std::string_view code) {
    auto row = database_.query(
        sql::has_token,
        {{":token_hash", db::Blob{sha256(normal_form(code))}}, {":kind", word(kind)}, {":now", clock_.now()}});
    row.next();
    return row.integer(0) != 0;
}

bool Tokens::exists(TokenKind kind) {
    auto row = database_.query(sql::has_token_of_kind, {{":kind", word(kind)}, {":now", clock_.now()}});
    row.next();
    return row.integer(0) != 0;
}

bool Tokens::end_all(TokenKind kind) {
    return database_.run(sql::end_tokens, {{":kind", word(kind)}}) > 0;
}

}  // namespace cloakroom::auth
