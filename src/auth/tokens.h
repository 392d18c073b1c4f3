// Tokens: codes that open something, once unless said otherwise. Only their hash is stored.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/users.h"
#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

enum class TokenKind {
    set_up,      // makes the first user
    way_back,    // lets the owner of the files in again
    invitation,  // makes a user, or lets one who was added choose his first password
    reset        // lets a user choose another password
};

// An invitation or a reset that is to be made.
struct NewToken {
    TokenKind kind = TokenKind::invitation;
    Seconds lifetime{};
    std::optional<std::int64_t> user_id{};  // who is to choose a password; nobody: whoever has the code becomes a user
    std::string_view group{};               // that he becomes a member of; empty: none
    std::string_view note{};                // whom it is for
    int uses = 1;
    std::string_view made_by{};  // Actor::who: it ends with his rights
};

// An invitation or a reset that is good.
struct Token {
    std::string hash;  // 32 bytes; useless to a thief
    TokenKind kind = TokenKind::invitation;
    Instant created_at;
    Instant expires_at;
    std::optional<User> user;
    std::string group;
    int uses_left = 1;
    std::string note;

    // Tells it from others on pages and in the audit log: the first 8 hexadecimal
    // digits of the hash. It opens nothing.
    std::string tag() const;
};

// What the audit log calls it: its tag, and the group behind it.
std::string subject_of(const Token& token);

class Tokens {
   public:
    static constexpr int no_limit = -1;

    Tokens(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // A new code of 140 random bits, as people type it: "ABCD-EFGH-...", seven
    // groups of four. Ends all codes of its kind made before. Call it in a transaction.
    std::string make(TokenKind kind, Seconds lifetime);

    // The same for an invitation or a reset; ends all codes made for the same user.
    // Call it in a transaction.
    std::string add(const NewToken& token);

    // Is this the code, however it is typed: small letters, without dashes, with blanks?
    bool is_good(TokenKind kind, std::string_view code);

    // The invitation or reset of this code, typed likewise. Nothing for any other code,
    // nor for that of a disabled user.
    std::optional<Token> find(std::string_view code);

    // Is there any live code of this kind?
    bool exists(TokenKind kind);

    // Ends all codes of this kind; false if there was none, so that of two racing
    // clients one is told no. Call it in a transaction.
    bool end_all(TokenKind kind);

    // Uses it once; false if somebody else was quicker. Call it in a transaction.
    bool use(const Token& token);

    void end(const Token& token);
    void end_all_of(std::int64_t user_id);

    // The live invitations, the newest first, at most `limit`: from behind the one with the tag
    // `behind`, or from the first.
    std::vector<Token> invitations(int limit, std::string_view behind = "");

    // The live one with which this user may choose a password.
    std::optional<Token> of(std::int64_t user_id);

   private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
