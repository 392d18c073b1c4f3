// The secret by which programs on the server are known from their visitors.
//
// Its file stands in the private folder, so only who may read that can send it. Who
// does may write the variables that programs trust (web/api/program_variables.cpp).
#pragma once

#include <string>
#include <string_view>

namespace cloakroom::auth {

class ProgramSecret {
   public:
    explicit ProgramSecret(const std::string& private_folder) : file_(private_folder + "/program-secret.txt") {}

    // Makes the file (0600, one line: 32 random bytes in base64url) if it is not there.
    // Throws Unavailable.
    void ensure() const;

    // Is `text` the secret? The file is read anew each time: where it was deleted, a new
    // one is made, and the old secret is wrong at once. Throws Unavailable.
    bool is(std::string_view text) const;

   private:
    std::string file_;
};

}  // namespace cloakroom::auth
