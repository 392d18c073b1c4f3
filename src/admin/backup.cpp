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

void bring_to_disk(const std::string& file) {
    const Descriptor written(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    if (!written.is_open() || fsync(written.get()) != 0) throw Unavailable("cannot write " + file);
}

}  // namespace

void write_backup(auth::Services& services, const std::string& file, const auth::Actor& actor) {
    const TemporaryFile all(std::filesystem::absolute(file).parent_path().string());
    services.database.run(sql::copy_database, {{":file", all.path()}});
    {
        db::Database copy(all.path(), sql::schema_steps);
        copy_what_lasts(copy, file);
    }
    {
        db::Database copy(file, sql::schema_steps);
        check(copy, file);
        if (services.database.uses_wal()) copy.use_wal();
    }
    bring_to_disk(file);
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
    {
        db::Database copy(all.path(), sql::schema_steps, sql::every_statement);
        check(copy, file);
        copy_what_lasts(copy, fresh.path());
    }
    {
        db::Database copy(fresh.path(), sql::schema_steps);
        db::Transaction transaction(copy, db::Durability::full);
        auth::AuditLog({}, copy, clock).write(auth::Event::backup_restored, actor, std::nullopt);
        transaction.commit();
        if (db::wal_works(folder)) copy.use_wal();
    }
    bring_to_disk(fresh.path());
    return db::replace_content(database, fresh.path());
}

}  // namespace cloakroom::admin
