// The command words and what each does.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "auth/invitations.h"
#include "cli/command_line.h"

namespace cloakroom::cli {

// Exit codes: what scripts may rely on.
enum class Exit { done = 0, refused = 1, usage = 2, unavailable = 3 };

struct Arguments {
    std::string name;
    std::optional<std::string> tag;
    std::string group;
    std::string path;
    std::vector<std::string> groups;
    std::vector<std::string> users;
    std::string file;
    std::string event;
    std::string user;
    int limit = 50;
    std::string note;
    int days = auth::usual_days_of_invitation;
    int uses = 1;
    bool anyone = false;
    bool dry_run = false;
    bool with_hashes = false;
    bool admin = false;
    bool json = false;
    bool password_from_input = false;
};

// The options of a command word, so that the table can say which it takes.
enum Takes : unsigned {
    nothing = 0,
    a_name = 1,
    admin_flag = 2,
    json_flag = 4,
    a_password = 8,
    perhaps_name = 16,
    perhaps_tag = 32,
    a_group = 64,
    a_path = 128,
    whom = 256,  // --group, --user and --anyone
    a_file = 512,
    of_log = 1024,         // --event, --user and --limit
    perhaps_group = 2048,  // --group
    an_invitation = 4096,  // --note, --days and --uses
    a_tag = 8192,
    an_import = 16384,  // a file and --dry-run
    an_export = 32768,  // --with-hashes
    a_template = 65536
};

struct Command {
    const char* group;  // "user", "session", "group" or empty
    const char* word;
    const char* help;
    unsigned takes;  // a sum of Takes
    Exit (*run)(Installation&, const Arguments&);
    Exit (*run_alone)(const Arguments&) = nullptr;                    // instead, for what needs no installation
    Exit (*run_closed)(const Location&, const Arguments&) = nullptr;  // instead, for what opens no installation
};

std::span<const Command> commands();

// user_commands.cpp
Exit add_user(Installation& site, const Arguments& arguments);
Exit list_users(Installation& site, const Arguments& arguments);
Exit set_password(Installation& site, const Arguments& arguments);
Exit disable_user(Installation& site, const Arguments& arguments);
Exit enable_user(Installation& site, const Arguments& arguments);
Exit delete_user(Installation& site, const Arguments& arguments);

// invitation_commands.cpp
Exit invite(Installation& site, const Arguments& arguments);
Exit make_reset_link(Installation& site, const Arguments& arguments);
Exit add_invitation(Installation& site, const Arguments& arguments);
Exit list_invitations(Installation& site, const Arguments& arguments);
Exit withdraw_invitation(Installation& site, const Arguments& arguments);

// moving_commands.cpp
Exit import_users(Installation& site, const Arguments& arguments);
Exit export_users(Installation& site, const Arguments& arguments);

// session_commands.cpp
Exit list_sessions(Installation& site, const Arguments& arguments);
Exit revoke_sessions(Installation& site, const Arguments& arguments);
Exit revoke_all_sessions(Installation& site, const Arguments& arguments);

// group_commands.cpp
Exit add_to_group(Installation& site, const Arguments& arguments);
Exit remove_from_group(Installation& site, const Arguments& arguments);
Exit list_groups(Installation& site, const Arguments& arguments);

// rule_commands.cpp
Exit protect(Installation& site, const Arguments& arguments);
Exit unprotect(Installation& site, const Arguments& arguments);
Exit list_rules(Installation& site, const Arguments& arguments);
Exit explain_access(Installation& site, const Arguments& arguments);

// doctor.cpp
Exit check_host(Installation& site, const Arguments& arguments);

// site_commands.cpp
Exit make_backup(Installation& site, const Arguments& arguments);
Exit restore_backup(const Location& location, const Arguments& arguments);
Exit show_log(Installation& site, const Arguments& arguments);

// template_commands.cpp
Exit list_templates(const Arguments& arguments);
Exit export_template(const Arguments& arguments);

}  // namespace cloakroom::cli
