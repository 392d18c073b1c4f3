#include "cli/commands.h"

#include <array>
#include <cstdio>

namespace cloakroom::cli {
namespace {

Exit check_configuration(Installation& /*site*/, const Arguments& /*arguments*/) {
    std::puts("The configuration is right, and the database can be used.");
    return Exit::done;
}

Exit show_set_up(Installation& site, const Arguments& /*arguments*/) {
    const bool is_on_site = !admin::addresses_on_site(site.place, std::nullopt).empty();
    if (!site.set_up.is_open(auth::Actor::command_line(), is_on_site ? admin::CodeIn::nothing : admin::CodeIn::file)) {
        std::puts("Set-up is closed: there are users. An empty file reset-admin in the private folder opens it again.");
        return Exit::refused;
    }
    if (is_on_site) {
        std::puts(
            "Open /setup in a browser, and make the empty file that it names. There is no code: the private folder "
            "lies inside the site.");
        return Exit::done;
    }
    std::printf("Open /setup in a browser, and type this code, or make the empty file that it names:\n%s\n",
                site.set_up.code().c_str());
    return Exit::done;
}

}  // namespace

std::span<const Command> commands() {
    static constexpr auto table = std::to_array<Command>({
        {"user", "add", "Add a user.", a_name | admin_flag | a_password, add_user},
        {"user", "list", "List all users.", json_flag, list_users},
        {"user", "password", "Give a user a new password, let him in again, and end his sessions.", a_name | a_password,
         set_password},
        {"user", "disable", "Keep a user out, and end his sessions.", a_name | json_flag, disable_user},
        {"user", "enable", "Let a user in again.", a_name | json_flag, enable_user},
        {"user", "delete", "Remove a user with all that is his. There is no way back.", a_name | json_flag,
         delete_user},
        {"user", "invite", "Add a user who has no password yet, and print the link with which he chooses it.",
         a_name | perhaps_group | json_flag, invite},
        {"user", "reset-link", "Print a link with which a user chooses a new password; it works once, within an hour.",
         a_name | json_flag, make_reset_link},
        {"invitation", "add", "Print a link with which people become users under names of their own.",
         perhaps_group | an_invitation | json_flag, add_invitation},
        {"invitation", "list", "List the invitations that are out.", json_flag, list_invitations},
        {"invitation", "withdraw", "Take an invitation back.", a_tag | json_flag, withdraw_invitation},
        {"user", "import", "Add the users of a file: htpasswd lines (name:hash), or CSV with a line of column names.",
         an_import | perhaps_group | json_flag, import_users},
        {"user", "export", "Write all users as CSV, to standard output.", an_export | json_flag, export_users},
        {"session", "list", "List who is signed in where: all sessions, or those of one user.",
         perhaps_name | json_flag, list_sessions},
        {"session", "revoke", "End one session of a user, or all of them.", a_name | perhaps_tag | json_flag,
         revoke_sessions},
        {"session", "revoke-all", "Sign everybody out: end all sessions of all users.", json_flag, revoke_all_sessions},
        {"group", "add", "Add a user to a group, which is made if it is new.", a_group | perhaps_name | json_flag,
         add_to_group},
        {"group", "remove", "Take a user out of a group, or an empty group away.", a_group | perhaps_name | json_flag,
         remove_from_group},
        {"group", "list", "List all groups with their members.", json_flag, list_groups},
        {"", "protect", "Say who may see a folder or a page of the site: all users, unless you name some.",
         a_path | whom | json_flag, protect},
        {"", "unprotect", "Take the rule for a path away; then the one above it decides.", a_path | json_flag,
         unprotect},
        {"", "rules", "List the rules for protected folders.", json_flag, list_rules},
        {"", "explain",
         "Say whether a user may see a path, and which rule decides. '-' is a visitor who is not signed in.",
         a_name | a_path | json_flag, explain_access},
        {"", "log", "List what happened, the newest first: the audit log.", of_log | json_flag, show_log},
        {"", "backup", "Copy the database into a new file, while the site goes on.", a_file | json_flag, make_backup},
        {"", "restore", "Put a backup in the place of the database, while the site goes on. Everybody signs in anew.",
         a_file | json_flag, nullptr, nullptr, restore_backup},
        {"template", "list", "List the pages and style sheets that a folder of your own may replace.", nothing, nullptr,
         list_templates},
        {"template", "export", "Write one of them, as it is built in, to standard output.", a_template, nullptr,
         export_template},
        {"", "check-config", "Check the configuration and the database.", nothing, check_configuration},
        {"", "doctor", "Check all that check-config does, and the host: files, limits, clock, libraries.", json_flag,
         check_host},
        {"", "setup", "Show the code that opens the set-up page.", nothing, show_set_up},
    });
    return table;
}

}  // namespace cloakroom::cli
