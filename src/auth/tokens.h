// Tokens: codes that open something once. Only their hash is stored.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "db/database.h"

namespace cloakroom::auth {

enum class TokenKind {
    set_up,   // makes the first user
    way_back  // lets the owner of the files in again
};

class Tokens {
   public:
    Tokens(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

    // A new code of 140 random bits, as people type it: "ABCD-EFGH-...", seven
    // groups of four. Ends all codes of its kind made before. Call it in a transaction.
    std::string make(TokenKind kind, Seconds lifetime);

    // Is this the code, however it is typed: small letters, without dashes, with blanks?
    bool is_good(TokenKind kind, std::string_view code);

    // Is there any live code of this kind?
    bool exists(TokenKind kind);

    // Ends all codes of this kind; false if there was none, so that of two racing
    // clients one is told no. Call it in a transaction.
    bool end_all(TokenKind kind);

   private:
    db::Database& database_;
    const Clock& clock_;
};

}  // namespace cloakroom::auth
