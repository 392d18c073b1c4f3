#include "auth/tokens.h"

#include <array>

#include "base/encoding.h"
#include "base/random.h"
#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t groups = 7;
constexpr std::size_t group_size = 4;

constexpr int ended_at_once = 100;

std::string_view word(TokenKind kind) {
    constexpr std::array<std::string_view, 4> words = {"set_up", "way_back", "invitation", "reset"};
    return words.at(static_cast<std::size_t>(kind));
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

std::string new_digits() {
    constexpr std::size_t bytes = (groups * group_size * 5 + 7) / 8;
    return base32(random_bytes(bytes)).substr(0, groups * group_size);
}

// As people read it.
std::string in_groups(const std::string& digits) {
    std::string code;
    for (std::size_t at = 0; at < digits.size(); at += group_size) {
        if (at > 0) code += '-';
        code += digits.substr(at, group_size);
    }
    return code;
}

Token read(const db::Rows& row) {
    return {.hash = row.text(0),
            .kind = row.text(1) == word(TokenKind::reset) ? TokenKind::reset : TokenKind::invitation,
            .created_at = row.instant(2),
            .expires_at = row.instant(3),
            .user = row.is_null(4) ? std::nullopt : std::optional(User{row.integer(4), row.text(5)}),
            .group = row.text(6),
            .uses_left = static_cast<int>(row.integer(7)),
            .note = row.text(8)};
}

}  // namespace

std::string Token::tag() const {
    return hex(hash).substr(0, 8);
}

std::string subject_of(const Token& token) {
    return token.tag() + (token.group.empty() ? "" : " " + token.group);
}

std::string Tokens::make(TokenKind kind, Seconds lifetime) {
    end_all(kind);
    return add({.kind = kind, .lifetime = lifetime});
}

std::string Tokens::add(const NewToken& token) {
    const Instant now = clock_.now();
    const std::string digits = new_digits();
    if (token.user_id) end_all_of(*token.user_id);
    database_.run(sql::sweep_tokens, {{":now", now}, {":limit", ended_at_once}});
    database_.run(sql::add_token, {{":token_hash", db::Blob{sha256(digits)}},
                                   {":kind", word(token.kind)},
                                   {":now", now},
                                   {":expires_at", now + token.lifetime},
                                   {":user_id", token.user_id},
                                   {":group", token.group},
                                   {":uses", token.uses},
                                   {":note", token.note},
                                   {":made_by", token.made_by}});
    return in_groups(digits);
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

std::optional<Token> Tokens::find(std::string_view code) {
    auto row = database_.query(sql::find_token,
                               {{":token_hash", db::Blob{sha256(normal_form(code))}}, {":now", clock_.now()}});
    return row.next() ? std::optional(read(row)) : std::nullopt;
}

bool Tokens::use(const Token& token) {
    const db::Blob hash{token.hash};
    if (database_.run(sql::use_token, {{":token_hash", hash}, {":now", clock_.now()}}) == 0) return false;
    database_.run(sql::end_used_token, {{":token_hash", hash}});
    return true;
}

void Tokens::end(const Token& token) {
    database_.run(sql::end_token, {{":token_hash", db::Blob{token.hash}}});
}

void Tokens::end_all_of(std::int64_t user_id) {
    database_.run(sql::end_tokens_of_user, {{":user_id", user_id}});
}

std::vector<Token> Tokens::invitations(int limit, std::string_view behind) {
    std::vector<Token> tokens;
    auto row = database_.query(sql::list_invitations, {{":now", clock_.now()}, {":behind", behind}, {":limit", limit}});
    while (row.next()) tokens.push_back(read(row));
    return tokens;
}

std::optional<Token> Tokens::of(std::int64_t user_id) {
    auto row = database_.query(sql::token_of_user, {{":user_id", user_id}, {":now", clock_.now()}});
    return row.next() ? std::optional(read(row)) : std::nullopt;
}

}  // namespace cloakroom::auth
