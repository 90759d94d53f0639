-- Finds what was left out already by its key, so that a list sent again is not slower each time.
set lock_timeout = '5s';

create index if not exists events_dedupe_skip_idx
    on events (practice_id, (payload ->> 'source_id')) where type = 'dedupe_skip';
