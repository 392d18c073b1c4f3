// Set-up: how the owner of the files becomes the first user, and gets back in later.
//
// While no user exists (or the owner asked for it with a file "reset-admin"), the
// page is open to whoever proves that the site's files are his: by a one-use code
// from a file in the private folder, or, where FTP cannot read that or a
// stranger might, by uploading an empty file whose random name only his own browser was told.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "auth/services.h"
#include "auth/sign_in.h"

namespace cloakroom::admin {

struct SetUpAttempt {
    std::string_view code;
    std::string upload;  // the file name that this browser was told, or empty
    std::string_view password_again;
    std::string base_url;         // where the browser found us; stored if not empty
    bool folder_is_shut = false;  // so the browser found the private folder
    auth::SignInAttempt signer;   // name, password, browser, previous session
};

// Why set-up was not done; flaws of the name or password are auth::UserFlaw's. The
// word of each is the name of the section in the template that says so.
enum class SetUpFlaw { code_wrong, upload_missing, passwords_differ };
std::string_view word(SetUpFlaw flaw);

using SetUpResult = std::variant<auth::NewSession, SetUpFlaw, auth::UserFlaw, auth::Limited>;

// Where the code is told. Where the private folder has an address on the site, a stranger might fetch the code from it
// before anybody has tested that: then it is told nowhere, and the upload alone proves ownership.
enum class CodeIn { file, nothing };

class SetUp {
   public:
    struct Folders {
        std::string of_data;     // private
        std::string of_program;  // where FTP uploads arrive
    };

    SetUp(auth::Services& services, Folders folders) : services_(services), folders_(std::move(folders)) {}

    // True if set-up may be done. If so, and unless it is told nowhere, a code stands in
    // code_file() afterwards: the one that stood there if it is still good, else a new one.
    bool is_open(const auth::Actor& actor, CodeIn where);

    // "/home/me/cloakroom-data/setup-code.txt", mode 0600.
    std::string code_file() const { return folders_.of_data + "/setup-code.txt"; }

    // The code in that file; empty if there is none.
    std::string code() const;

    // The name of the empty file to upload, for the one browser that keeps `secret`, a random text: a digest, so that
    // who finds the name in a list of the folder's files knows no secret that makes it.
    static std::string upload_name(std::string_view secret);

    // Makes the user, a member of the group admin; one who exists gets the new
    // password. Signs him in and ends the code: of two who race, one wins.
    SetUpResult run(const SetUpAttempt& attempt, const auth::Actor& actor);

   private:
    bool is_asked_for() const;
    bool may_be_open();
    auth::TokenKind kind() const;
    std::optional<SetUpFlaw> find_flaw(const SetUpAttempt& attempt);
    std::optional<auth::Limited> count_try(const auth::Actor& actor);
    SetUpResult refuse(SetUpFlaw flaw, const auth::Actor& actor);
    SetUpResult write(const SetUpAttempt& attempt, const auth::Credentials& credentials, const auth::Actor& actor);
    void remove_files(const std::string& upload) const;

    auth::Services& services_;
    Folders folders_;
};

}  // namespace cloakroom::admin
