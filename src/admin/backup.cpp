#include "admin/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "base/descriptor.h"
#include "base/errors.h"
#include "base/temporary_file.h"
#include "db/journal.h"
#include "db/replacement.h"
#include "generated/schema.h"
#include "generated/statements.h"

namespace cloakroom::admin {
namespace {

void check(db::Database& copy, const std::string& file) {
    auto integrity = copy.query(sql::check_integrity);
    integrity.next();
    if (integrity.text(0) != "ok") throw Unavailable(file + " is damaged: " + integrity.text(0));
    auto reference = copy.query(sql::check_references);
    if (reference.next()) throw Unavailable(file + " is damaged in table " + reference.text(0));
}

void copy_what_lasts(db::Database& all, const std::string& file) {
    {
        db::Transaction transaction(all, db::Durability::relaxed);
        for (const db::Sql& statement :
             {sql::leave_out_sessions, sql::leave_out_tokens, sql::leave_out_devices, sql::leave_out_rate_limits}) {
            all.run(statement);
        }
        transaction.commit();
    }
    // Once more, since deleted rows stand in a file until others take their place.
    all.run(sql::copy_database, {{":file", file}});
}

bool bring_to_disk(const std::string& path) {
    const Descriptor written(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return written.is_open() && fsync(written.get()) == 0;
}

// And its name. A folder that may be written but not read cannot be asked for that.
void bring_file_to_disk(const std::string& file) {
    if (!bring_to_disk(file)) throw Unavailable("cannot write " + file);
    bring_to_disk(std::filesystem::absolute(file).parent_path().string());
}

}  // namespace

void write_backup(auth::Services& services, const std::string& private_folder, const std::string& file,
                  const auth::Actor& actor) {
    const TemporaryFile all(private_folder);
    services.database.run(sql::copy_database, {{":file", all.path()}});
    {
        db::Database copy(all.path(), sql::schema_steps);
        copy_what_lasts(copy, file);
    }
    {
        db::Database copy(file, sql::schema_steps);
        check(copy, file);
    }
    bring_file_to_disk(file);
    db::Transaction transaction(services.database, db::Durability::full);
    services.audit.write(auth::Event::backup_made, actor, std::nullopt);
    transaction.commit();
}

std::string restore_backup(const std::string& file, const std::string& database, const auth::Actor& actor,
                           const Clock& clock) {
    const std::string folder = std::filesystem::absolute(database).parent_path().string();
    const TemporaryFile all(folder);
    const TemporaryFile fresh(folder);
    db::copy_if_ours(file, all.path());
    try {
        db::Database copy(all.path(), sql::schema_steps, sql::every_statement, db::Former::not_kept);
        check(copy, file);
        copy_what_lasts(copy, fresh.path());
    } catch (const Unavailable& error) {
        throw Unavailable(file + " cannot be put back: " + error.what());
    }
    {
        db::Database copy(fresh.path(), sql::schema_steps);
        db::Transaction transaction(copy, db::Durability::full);
        auth::AuditLog({}, copy, clock).write(auth::Event::backup_restored, actor, std::nullopt);
        transaction.commit();
        if (db::wal_works(folder)) copy.use_wal();
    }
    bring_file_to_disk(fresh.path());
    return db::replace_content(database, fresh.path());
}

}  // namespace cloakroom::admin
