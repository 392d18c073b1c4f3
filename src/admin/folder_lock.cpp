#include "admin/folder_lock.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <system_error>

#include "auth/rules.h"
#include "base/descriptor.h"
#include "base/encoding.h"
#include "base/random.h"

namespace cloakroom::admin {
namespace {

constexpr const char* file_name = ".htaccess";
constexpr std::size_t most_bytes = 64 * 1024;
constexpr std::string_view canary_head = "cloakroom-test-";
constexpr std::string_view canary_tail = ".txt";

struct Opened {
    LockAct act = LockAct::done;
    Descriptor folder{};
    std::string path{};  // in the form of rule_path()
};

bool is_within(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder + "/");
}

bool concerns_us(const SitePlace& site, const std::string& folder) {
    return std::ranges::any_of(site.ours, [&folder](const std::string& own) {
        std::error_code unknown;
        const std::string real = std::filesystem::weakly_canonical(own, unknown).string();
        return is_within(real, folder) || is_within(folder, real);
    });
}

// A link on the way ends it, be it one that came a moment ago.
Opened open_folder(const SitePlace& site, std::string_view path) {
    const auto normal = auth::rule_path(path);
    if (!normal) return {.act = LockAct::not_a_path};
    std::error_code failed;
    const std::string root = std::filesystem::canonical(site.root, failed).string();
    if (failed) return {.act = LockAct::no_folder};
    if (concerns_us(site, root + *normal)) return {.act = LockAct::ours};
    constexpr int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    Descriptor folder(::open(root.c_str(), flags));
    std::istringstream segments(normal->empty() ? "" : normal->substr(1));
    for (std::string name; folder.is_open() && std::getline(segments, name, '/');) {
        folder = Descriptor(openat(folder.get(), name.c_str(), flags));
    }
    if (!folder.is_open()) return {.act = LockAct::no_folder};
    return {.folder = std::move(folder), .path = *normal};
}

struct Found {
    LockAct act = LockAct::done;
    std::optional<std::string> content{};  // nothing: there is no such file
    struct stat status {};
};

Found read_file(int folder) {
    const Descriptor file(openat(folder, file_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) return {.act = errno == ENOENT ? LockAct::done : LockAct::unreadable};
    Found found;
    if (fstat(file.get(), &found.status) != 0 || !S_ISREG(found.status.st_mode)) return {.act = LockAct::unreadable};
    std::string content(most_bytes + 1, '\0');
    std::size_t size = 0;
    for (ssize_t got = 1; got > 0 && size < content.size(); size += static_cast<std::size_t>(got)) {
        got = ::read(file.get(), content.data() + size, content.size() - size);
        if (got < 0) return {.act = LockAct::unreadable};
    }
    if (size > most_bytes) return {.act = LockAct::unreadable};
    content.resize(size);
    found.content = std::move(content);
    return found;
}

// Whole or not at all, with owner and permissions of the file whose place it takes.
LockAct put_file(int folder, const std::string& name, const std::string& content, const Found& before) {
    const std::string fresh = file_name + ("." + hex(random_bytes(8)));
    const Descriptor file(openat(folder, fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.is_open()) return LockAct::not_writable;
    const auto& old = before.status;
    constexpr mode_t for_the_server = 0644;
    const bool keeps_owner = !before.content || fchown(file.get(), old.st_uid, old.st_gid) == 0;
    const bool is_written =
        keeps_owner && fchmod(file.get(), before.content ? old.st_mode & 0777U : for_the_server) == 0 &&
        ::write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
        fsync(file.get()) == 0 && renameat(folder, fresh.c_str(), folder, name.c_str()) == 0;
    if (is_written) return LockAct::done;
    unlinkat(folder, fresh.c_str(), 0);
    return LockAct::not_writable;
}

LockAct carry_out(int folder, const LockEdit& edit, const Found& before) {
    if (edit.content) return put_file(folder, file_name, *edit.content, before);
    return unlinkat(folder, file_name, 0) == 0 ? LockAct::done : LockAct::not_writable;
}

// The log says that it was done if and only if it was.
template <typename MakeEdit>
LockAct change(auth::Services& services, const SitePlace& site, std::string_view path, auth::Event event,
               const auth::Actor& actor, MakeEdit make_edit) {
    const Opened opened = open_folder(site, path);
    if (opened.act != LockAct::done) return opened.act;
    // Two who lock and unlock at once take turns.
    db::Transaction transaction(services.database, db::Durability::full);
    const Found found = read_file(opened.folder.get());
    if (found.act != LockAct::done) return found.act;
    const LockEdit edit = make_edit(found.content);
    if (edit.act != LockAct::done) return edit.act;
    services.audit.write(event, actor, std::nullopt, opened.path);
    const LockAct act = carry_out(opened.folder.get(), edit, found);
    if (act == LockAct::done) transaction.commit();
    return act;
}

bool is_canary(std::string_view name) {
    constexpr std::size_t random_digits = 16;
    if (name.size() != canary_head.size() + random_digits + canary_tail.size()) return false;
    return name.starts_with(canary_head) && name.ends_with(canary_tail) &&
           name.substr(canary_head.size(), random_digits).find_first_not_of("0123456789abcdef") ==
               std::string_view::npos;
}

}  // namespace

FolderLook look_at_folder(const SitePlace& site, std::string_view path) {
    const Opened opened = open_folder(site, path);
    if (opened.act != LockAct::done) return {.can_write = opened.act};
    const Found found = read_file(opened.folder.get());
    FolderLook look{.can_write = found.act, .is_locked = has_lock(found.content)};
    if (faccessat(opened.folder.get(), ".", W_OK, AT_EACCESS) != 0) look.can_write = LockAct::not_writable;
    return look;
}

LockAct lock_folder(auth::Services& services, const SitePlace& site, std::string_view path, std::string_view lock,
                    const auth::Actor& actor) {
    return change(services, site, path, auth::Event::folder_locked, actor,
                  [lock](const auto& content) { return add_lock(content, lock); });
}

LockAct unlock_folder(auth::Services& services, const SitePlace& site, std::string_view path,
                      const auth::Actor& actor) {
    return change(services, site, path, auth::Event::folder_unlocked, actor, remove_lock);
}

Canary put_canary(const SitePlace& site, std::string_view path, const std::string& text) {
    const Opened opened = open_folder(site, path);
    if (opened.act != LockAct::done) return {opened.act};
    const std::string name = std::string(canary_head) + hex(random_bytes(8)) + std::string(canary_tail);
    return {put_file(opened.folder.get(), name, text, {}), name};
}

void remove_canaries(const SitePlace& site, std::string_view path) {
    const Opened opened = open_folder(site, path);
    if (opened.act != LockAct::done) return;
    const std::unique_ptr<DIR, int (*)(DIR*)> entries(fdopendir(fcntl(opened.folder.get(), F_DUPFD_CLOEXEC, 0)),
                                                      closedir);
    if (!entries) return;
    while (const dirent* entry = readdir(entries.get())) {
        if (is_canary(entry->d_name)) unlinkat(opened.folder.get(), entry->d_name, 0);
    }
}

}  // namespace cloakroom::admin
