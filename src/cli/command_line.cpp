#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "base/version.h"
#include "cli/commands.h"

namespace cloakroom::cli {
namespace {

constexpr const char* footer =
    "Exit codes: 0 done, 1 refused, 2 wrong usage, 3 configuration or data out of order.\n"
    "As root, it works as the owner of the private folder.";

// One word of the table as CLI11 sees it; `chosen` becomes the one that was typed.
void add_word(CLI::App& parent, const Command& command, Arguments& arguments, const Command*& chosen) {
    CLI::App* word = parent.add_subcommand(command.word, command.help);
    if ((command.takes & a_group) != 0) word->add_option("group", arguments.group, "The group's name")->required();
    if ((command.takes & (a_name | perhaps_name)) != 0) {
        word->add_option("name", arguments.name, "The user's name")->required((command.takes & a_name) != 0);
    }
    if ((command.takes & a_path) != 0) {
        word->add_option("path", arguments.path, "A path on the site, such as /club or \"/club/the minutes\"")
            ->required();
    }
    if ((command.takes & whom) != 0) {
        word->add_option("--group", arguments.groups, "Only members of this group, and who else is named")
            ->allow_extra_args(false);
        word->add_option("--user", arguments.users, "Only this user, and who else is named")->allow_extra_args(false);
        word->add_flag("--anyone", arguments.anyone, "Everybody: opens a part of a protected folder");
    }
    if ((command.takes & a_file) != 0) {
        word->add_option("file", arguments.file, "The file; the owner of the private folder must be allowed there")
            ->required();
    }
    if ((command.takes & a_template) != 0) {
        word->add_option("name", arguments.file, "Its name, as template list shows it")->required();
    }
    if ((command.takes & of_log) != 0) {
        word->add_option("--event", arguments.event,
                         "Only this event, such as sign_in_failed; docs/audit-log.md has all");
        word->add_option("--user", arguments.user,
                         "Only what is about this user, or was done by him: a name or a number");
        word->add_option("--limit", arguments.limit, "At most so many, 1 to 1000000; 50 unless you say otherwise")
            ->check(CLI::Range(1, 1'000'000));
    }
    if ((command.takes & perhaps_group) != 0) {
        word->add_option("--group", arguments.group, "The group that they become members of");
    }
    if ((command.takes & an_invitation) != 0) {
        word->add_option("--note", arguments.note, "For whom it is: a note for yourself");
        word->add_option("--days", arguments.days, "How long it is good, 7 days unless you say otherwise");
        word->add_option("--uses", arguments.uses, "For how many people it is, one unless you say otherwise");
    }
    if ((command.takes & a_tag) != 0) {
        word->add_option("tag", arguments.tag, "The invitation's tag, as invitation list shows it")->required();
    }
    if ((command.takes & an_import) != 0) {
        word->add_option("file", arguments.file, "The file, or '-' for standard input")->required();
        word->add_flag("--dry-run", arguments.dry_run, "Only say what would become of each line");
    }
    if ((command.takes & an_export) != 0) {
        word->add_flag("--with-hashes", arguments.with_hashes,
                       "With the hashes of the passwords, for another Cloakroom");
    }
    if ((command.takes & perhaps_tag) != 0) {
        word->add_option("tag", arguments.tag, "The session's tag, as session list shows it");
    }
    if ((command.takes & admin_flag) != 0) word->add_flag("--admin", arguments.admin, "Add to the group admin");
    if ((command.takes & json_flag) != 0) word->add_flag("--json", arguments.json, "One JSON object a line");
    if ((command.takes & a_password) != 0) {
        word->add_flag("--password-stdin", arguments.password_from_input, "Read the password from standard input");
    }
    word->callback([&command, &chosen] { chosen = &command; });
}

// Where the word goes; a group tells in `--help` which words it has.
CLI::App& group_of(CLI::App& app, const Command& command) {
    const std::string name = command.group;
    if (name.empty()) return app;
    const auto same = app.get_subcommands([&name](const CLI::App* known) { return known->get_name() == name; });
    CLI::App* group = same.empty() ? app.add_subcommand(name) : same.front();
    group->require_subcommand(1);
    group->description(group->get_description() + (same.empty() ? "" : ", ") + command.word);
    return *group;
}

Exit carry_out(const Command& command, const Arguments& arguments, const Open& open, const Find& find,
               const std::string& configuration) {
    try {
        if (command.run_alone != nullptr) return command.run_alone(arguments);
        if (command.run_closed != nullptr) return command.run_closed(find(configuration), arguments);
        Installation site = open(configuration);
        return command.run(site, arguments);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "cloakroom: %s\n", error.what());
        return Exit::unavailable;
    }
}

}  // namespace

int run(int count, const char* const* arguments, const Open& open, const Find& find) {
    CLI::App app("Cloakroom: a front door for a site on a stock web server.", "cloakroom.fcgi");
    app.footer(footer);
    app.require_subcommand(1);
    app.fallthrough();  // --config may stand behind the word, too
    app.set_version_flag("--version", std::string("Cloakroom ") + version);
    std::string configuration;
    app.add_option("--config", configuration, "The configuration file; its folder is the private folder");
    Arguments given;
    const Command* chosen = nullptr;
    for (const Command& command : commands()) add_word(group_of(app, command), command, given, chosen);
    try {
        app.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    return static_cast<int>(carry_out(*chosen, given, open, find, configuration));
}

}  // namespace cloakroom::cli
