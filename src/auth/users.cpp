#include "auth/users.h"

#include <algorithm>
#include <array>

#include "generated/statements.h"

namespace cloakroom::auth {
namespace {

UserFlaw as_user_flaw(PasswordFlaw flaw) {
    switch (flaw) {
        case PasswordFlaw::password_short:
            return UserFlaw::password_short;
        case PasswordFlaw::password_long:
            return UserFlaw::password_long;
        case PasswordFlaw::password_common:
            return UserFlaw::password_common;
        case PasswordFlaw::password_is_name:
            break;
    }
    return UserFlaw::password_is_name;
}

}  // namespace

std::string_view word(UserFlaw flaw) {
    constexpr std::array<std::string_view, 9> words = {"name_invalid",     "name_taken",    "no_such_user",
                                                       "password_short",   "password_long", "password_common",
                                                       "password_is_name", "last_admin",    "user_disabled"};
    return words.at(static_cast<std::size_t>(flaw));
}

std::optional<UserFlaw> Users::find_flaw(std::string_view shown_name, std::string_view password) const {
    const auto flaw = passwords_.find_flaw(password, shown_name);
    return flaw ? std::optional(as_user_flaw(*flaw)) : std::nullopt;
}

std::variant<Credentials, UserFlaw> Users::check(std::string_view name, std::string_view password) const {
    const auto parsed = parse_user_name(name);
    if (!parsed) return UserFlaw::name_invalid;
    if (const auto flaw = find_flaw(parsed->shown, password)) return *flaw;
    return Credentials{*parsed, passwords_.hash(password)};
}

std::optional<User> Users::bring_in(const Credentials& credentials, bool disabled) {
    const auto& [name, password_hash, display_name] = credentials;
    auto row = database_.query(sql::add_user, {{":name", name.shown},
                                               {":canonical_name", name.canonical},
                                               {":password_hash", password_hash},
                                               {":now", clock_.now()},
                                               {":display_name", display_name},
                                               {":folded_display_name", fold(display_name).value_or("")}});
    if (!row.next()) return std::nullopt;
    const User user{row.integer(0), name.shown};
    if (disabled) set_disabled(user, clock_.now());
    return user;
}

std::variant<User, UserFlaw> Users::insert(const Credentials& credentials, const Actor& actor) {
    const auto user = bring_in(credentials);
    if (!user) return UserFlaw::name_taken;
    audit_.write(Event::user_added, actor, user->id);
    return *user;
}

std::variant<User, UserFlaw> Users::add(std::string_view name, std::string_view password, bool admin,
                                        const Actor& actor) {
    const auto checked = check(name, password);
    if (const auto* flaw = std::get_if<UserFlaw>(&checked)) return *flaw;
    db::Transaction transaction(database_, db::Durability::full);
    const auto added = insert(std::get<Credentials>(checked), actor);
    if (const auto* user = std::get_if<User>(&added)) {
        if (admin) join(*user, "admin", actor);
        transaction.commit();
    }
    return added;
}

std::variant<User, UserFlaw> Users::set_password(std::string_view name, std::string_view password, const Actor& actor) {
    const auto checked = check(name, password);
    if (const auto* flaw = std::get_if<UserFlaw>(&checked)) return *flaw;
    const auto& credentials = std::get<Credentials>(checked);
    db::Transaction transaction(database_, db::Durability::full);
    const auto stored = find(credentials.name.canonical);
    if (!stored) return UserFlaw::no_such_user;
    reset(stored->user, credentials, actor);
    transaction.commit();
    return stored->user;
}

void Users::reset(const User& user, const Credentials& credentials, const Actor& actor) {
    set_disabled(user, std::nullopt);
    replace_password(user, credentials.password_hash, actor);
}

void Users::replace_password(const User& user, std::string_view password_hash, const Actor& actor) {
    database_.run(sql::set_password, {{":password_hash", password_hash}, {":id", user.id}});
    end_all_of(user);
    database_.run(sql::forget_devices, {{":user_id", user.id}});
    audit_.write(Event::password_changed, actor, user.id);
}

void Users::end_sessions(const User& user) {
    database_.run(sql::end_sessions_of_user, {{":user_id", user.id}, {":except", db::Blob{}}});
}

void Users::end_all_of(const User& user) {
    end_sessions(user);
    database_.run(sql::end_tokens_of_user, {{":user_id", user.id}});
}

std::variant<User, UserFlaw> Users::change(std::string_view name, Event event, const Actor& actor,
                                           const Change& change) {
    db::Transaction transaction(database_, db::Durability::full);
    const auto stored = find_by_name(name);
    if (!stored) return UserFlaw::no_such_user;
    if (const auto flaw = change(stored->user)) return *flaw;
    audit_.write(event, actor, stored->user.id);
    transaction.commit();
    return stored->user;
}

std::variant<User, UserFlaw> Users::disable(std::string_view name, const Actor& actor) {
    return change(name, Event::user_disabled, actor, [this](const User& user) -> std::optional<UserFlaw> {
        if (is_last_admin(user)) return UserFlaw::last_admin;
        set_disabled(user, clock_.now());
        end_all_of(user);
        database_.run(sql::end_tokens_of_maker, {{":user_id", user.id}});
        return std::nullopt;
    });
}

std::variant<User, UserFlaw> Users::enable(std::string_view name, const Actor& actor) {
    return change(name, Event::user_enabled, actor, [this](const User& user) -> std::optional<UserFlaw> {
        set_disabled(user, std::nullopt);
        return std::nullopt;
    });
}

std::variant<User, UserFlaw> Users::remove(std::string_view name, const Actor& actor) {
    return change(name, Event::user_deleted, actor, [this](const User& user) -> std::optional<UserFlaw> {
        if (is_last_admin(user)) return UserFlaw::last_admin;
        database_.run(sql::delete_user, {{":id", user.id}});
        return std::nullopt;
    });
}

void Users::set_disabled(const User& user, std::optional<Instant> since) {
    const auto seconds = since ? std::optional<std::int64_t>(since->time_since_epoch().count()) : std::nullopt;
    database_.run(sql::set_disabled, {{":disabled_at", seconds}, {":id", user.id}});
}

bool Users::is_last_admin(const User& user) {
    auto row = database_.query(sql::is_last_admin, {{":id", user.id}});
    row.next();
    return row.integer(0) != 0;
}

void Users::set_display_name(const User& user, std::string_view display_name) {
    database_.run(
        sql::set_display_name,
        {{":display_name", display_name}, {":folded_display_name", fold(display_name).value_or("")}, {":id", user.id}});
}

void Users::note_sign_in(const User& user) {
    database_.run(sql::note_sign_in, {{":now", clock_.now()}, {":id", user.id}});
}

bool Users::join(const User& user, std::string_view group, const Actor& actor) {
    if (database_.run(sql::add_to_group, {{":user_id", user.id}, {":group", group}}) == 0) return false;
    audit_.write(Event::group_joined, actor, user.id, group);
    return true;
}

std::optional<StoredUser> Users::find(std::string_view canonical_name) {
    auto row = database_.query(sql::find_user, {{":canonical_name", canonical_name}});
    if (!row.next()) return std::nullopt;
    return StoredUser{{row.integer(0), row.text(1)}, row.text(2), row.integer(3) != 0};
}

std::optional<StoredUser> Users::find_by_name(std::string_view name) {
    const auto parsed = parse_user_name(name);
    return parsed ? find(parsed->canonical) : std::nullopt;
}

bool Users::replace_hash(const StoredUser& user, std::string_view other) {
    return database_.run(sql::replace_password_hash,
                         {{":password_hash", other}, {":id", user.user.id}, {":old_hash", user.password_hash}}) > 0;
}

bool Users::is_empty() {
    auto row = database_.query(sql::has_users);
    row.next();
    return row.integer(0) == 0;
}

std::optional<ListedUser> Users::find_by_id(std::int64_t id) {
    auto row = database_.query(sql::users_of_ids, {{":ids", "[" + std::to_string(id) + "]"}});
    return row.next() ? std::optional(read_listed_user(row)) : std::nullopt;
}

std::vector<ListedUser> Users::list(std::string_view after, int limit) {
    std::vector<ListedUser> users;
    auto row = database_.query(sql::list_users, {{":after", after}, {":limit", limit}});
    while (row.next()) users.push_back(read_listed_user(row));
    return users;
}

void Users::for_each(const std::function<void(const ListedUser&)>& act) {
    constexpr int users_at_once = 1000;
    std::string after;
    for (;;) {
        const auto users = list(after, users_at_once);
        if (users.empty()) return;
        for (const auto& user : users) act(user);
        after = users.back().canonical_name;
    }
}

ListedUser read_listed_user(const db::Rows& row) {
    ListedUser user{.id = row.integer(0),
                    .name = row.text(1),
                    .canonical_name = row.text(2),
                    .created_at = row.instant(3),
                    .disabled = row.integer(4) != 0,
                    .groups = row.texts(5),
                    .display_name = row.text(6),
                    .last_sign_in_at = row.is_null(7) ? std::nullopt : std::optional(row.instant(7)),
                    .has_password = row.integer(8) != 0};
    std::ranges::sort(user.groups);
    return user;
}

}  // namespace cloakroom::auth
