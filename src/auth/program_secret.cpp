#include "auth/program_secret.h"

#include <sodium.h>

#include "base/encoding.h"
#include "base/private_file.h"
#include "base/random.h"

namespace cloakroom::auth {
namespace {

constexpr std::size_t secret_bytes = 32;
constexpr std::size_t secret_size = 43;  // in base64url

}  // namespace

void ProgramSecret::ensure() const {
    if (!read_private_file(file_)) create_private_file(file_, base64url(random_bytes(secret_bytes)) + "\n");
}

bool ProgramSecret::is(std::string_view text) const {
    ensure();
    const std::string content = read_private_file(file_).value_or("");
    const std::string secret = content.substr(0, content.find('\n'));
    return secret.size() == secret_size && text.size() == secret_size &&
           sodium_memcmp(secret.data(), text.data(), secret_size) == 0;
}

}  // namespace cloakroom::auth
