#include "admin/set_up.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "admin/folder_canary.h"
#include "base/encoding.h"
#include "base/private_file.h"

namespace cloakroom::admin {
namespace {

using namespace std::chrono_literals;

constexpr Seconds code_lifetime = 24h;
constexpr Seconds request_lifetime = 1h;
constexpr const char* request_file = "/reset-admin";

// When the file came; nothing if it is not there. An upload may bring an old
// modification time along, but not this one.
std::optional<Instant> came_at(const std::string& path) {
    struct stat status {};
    if (lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return Instant{Seconds{status.st_ctim.tv_sec}};
}

}  // namespace

std::string_view word(SetUpFlaw flaw) {
    constexpr std::array<std::string_view, 3> words = {"code_wrong", "upload_missing", "passwords_differ"};
    return words.at(static_cast<std::size_t>(flaw));
}

// Beside the program the file counts for an hour only: we may not be able to remove it there.
bool SetUp::is_asked_for() const {
    return came_at(folders_.of_data + request_file) ||
           came_at(folders_.of_program + request_file) > services_.clock.now() - request_lifetime;
}

auth::TokenKind SetUp::kind() const {
    return services_.users.is_empty() ? auth::TokenKind::set_up : auth::TokenKind::way_back;
}

bool SetUp::may_be_open() {
    return kind() == auth::TokenKind::set_up || is_asked_for() || services_.tokens.exists(kind());
}

bool SetUp::is_open(const auth::Actor& actor, CodeIn where) {
    if (!may_be_open()) return false;
    db::Transaction transaction(services_.database, db::Durability::full);
    // Asked again: another process may just have finished set-up.
    if (!may_be_open()) return false;
    const bool is_begun =
        where == CodeIn::file ? services_.tokens.is_good(kind(), code()) : services_.tokens.exists(kind());
    if (is_begun) return true;
    if (kind() == auth::TokenKind::way_back) services_.audit.write(auth::Event::set_up_reopened, actor, std::nullopt);
    const std::string fresh = services_.tokens.make(kind(), code_lifetime);
    if (where == CodeIn::file) write_private_file(code_file(), fresh + "\n");
    transaction.commit();
    unlink((folders_.of_data + request_file).c_str());
    return true;
}

std::string SetUp::code() const {
    const std::string content = read_private_file(code_file()).value_or("");
    return content.substr(0, content.find('\n'));
}

std::string SetUp::upload_name(std::string_view secret) {
    constexpr std::size_t enough = 10;
    return "cloakroom-" + hex(sha256(secret).substr(0, enough)) + ".txt";
}

std::optional<SetUpFlaw> SetUp::find_flaw(const SetUpAttempt& attempt) {
    if (!services_.tokens.is_good(kind(), attempt.code) && !came_at(folders_.of_program + "/" + attempt.upload)) {
        return attempt.code.empty() ? SetUpFlaw::upload_missing : SetUpFlaw::code_wrong;
    }
    if (attempt.password_again != attempt.signer.password) return SetUpFlaw::passwords_differ;
    return std::nullopt;
}

std::optional<auth::Limited> SetUp::count_try(const auth::Actor& actor) {
    const auto limited = services_.limits.count(services_.limits.for_code(actor.address));
    if (limited && limited->is_first) services_.audit.write_alone(auth::Event::set_up_limited, actor, std::nullopt);
    return limited;
}

// Only a code that opens nothing counts: no right one is refused for those of others.
SetUpResult SetUp::refuse(SetUpFlaw flaw, const auth::Actor& actor) {
    if (flaw == SetUpFlaw::passwords_differ) return flaw;
    if (const auto limited = count_try(actor)) return *limited;
    services_.audit.write_alone(auth::Event::set_up_failed, actor, std::nullopt);
    return flaw;
}

SetUpResult SetUp::run(const SetUpAttempt& attempt, const auth::Actor& actor) {
    if (const auto flaw = find_flaw(attempt)) return refuse(*flaw, actor);
    const auto checked = services_.users.check(attempt.signer.name, attempt.signer.password);
    if (const auto* flaw = std::get_if<auth::UserFlaw>(&checked)) return *flaw;
    return write(attempt, std::get<auth::Credentials>(checked), actor);
}

SetUpResult SetUp::write(const SetUpAttempt& attempt, const auth::Credentials& credentials, const auth::Actor& actor) {
    db::Transaction transaction(services_.database, db::Durability::full);
    if (!services_.tokens.end_all(kind())) return SetUpFlaw::code_wrong;
    auto& users = services_.users;
    if (const auto known = users.find(credentials.name.canonical)) {
        users.reset(known->user, credentials, actor);
    } else {
        users.insert(credentials, actor);
    }
    const auto user = users.find(credentials.name.canonical);
    users.join(user->user, "admin", actor);
    if (!attempt.base_url.empty()) services_.properties.set_base_url(attempt.base_url);
    if (attempt.folder_is_shut) services_.properties.set_shut_folder(folder_mark(folders_.of_data));
    auto fresh = auth::begin_session(services_, *user, attempt.signer, actor);
    transaction.commit();
    remove_files(attempt.upload);
    return fresh.value();
}

void SetUp::remove_files(const std::string& upload) const {
    unlink(code_file().c_str());
    remove_folder_canary(folders_.of_data);
    for (const std::string& folder : {folders_.of_data, folders_.of_program}) {
        unlink((folder + request_file).c_str());
    }
    if (!upload.empty()) unlink((folders_.of_program + "/" + upload).c_str());
}

}  // namespace cloakroom::admin
