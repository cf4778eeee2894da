# Sourced by .ci/run: start_postgres makes a throw-away server on a Unix socket in a temporary
# folder and exports AUTOFORGE_TEST_DATABASE_URL; stop_postgres ends it and removes the folder.

POSTGRES_FOLDER=""

postgres_programs() {
    local folder
    for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
        "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
        if [[ -x "$folder/initdb" && -x "$folder/pg_ctl" && -x "$folder/postgres" ]]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

# The server refuses to run as root; then it runs as the user that its package brings along.
as_server() {
    if [[ "$(id -u)" -ne 0 ]]; then
        "$@"
    else
        runuser -u "$(server_user)" -- "$@"
    fi
}

server_user() {
    if [[ "$(id -u)" -ne 0 ]]; then
        id -un
    elif id postgres >/dev/null 2>&1; then
        echo postgres
    else
        echo nobody
    fi
}

start_postgres() {
    local programs
    programs=$(postgres_programs)
    POSTGRES_FOLDER=$(mktemp -d /tmp/autoforge-postgres.XXXXXX)
    chown "$(server_user)" "$POSTGRES_FOLDER"
    (
        cd "$POSTGRES_FOLDER"
        as_server "$programs/initdb" --pgdata data --username autoforge --auth trust \
            --encoding UTF8 --locale C >initdb.log || { cat initdb.log >&2; exit 1; }
        as_server "$programs/pg_ctl" --pgdata data --log "$POSTGRES_FOLDER/data/server.log" --wait \
            --options "-c listen_addresses='' -c unix_socket_directories='$POSTGRES_FOLDER' \
                -c fsync=off -c full_page_writes=off -c max_connections=200" start >/dev/null ||
            { cat data/server.log >&2; exit 1; }
    )
    export AUTOFORGE_TEST_DATABASE_URL="postgresql+psycopg://autoforge@/postgres?host=$POSTGRES_FOLDER"
    echo "$("$programs/postgres" --version) at $AUTOFORGE_TEST_DATABASE_URL"
}

stop_postgres() {
    if [[ -n "$POSTGRES_FOLDER" ]]; then
        if [[ -f "$POSTGRES_FOLDER/data/postmaster.pid" ]]; then
            as_server "$(postgres_programs)/pg_ctl" --pgdata "$POSTGRES_FOLDER/data" \
                --mode immediate --silent stop || true
        fi
        rm -rf "$POSTGRES_FOLDER"
        POSTGRES_FOLDER=""
    fi
}
