-- What was stopped on a carrier's or calendar's word, until a later word tells otherwise.
set lock_timeout = '5s';

alter table settings add column if not exists carrier_blocked_at timestamptz;
alter table settings add column if not exists carrier_blocked_since timestamptz;
comment on column settings.carrier_blocked_at is 'When carriers'' codes blocked the sender. Null: they did not, or an operator has moved it since.';
comment on column settings.carrier_blocked_since is 'sms_status_at as it was before that block, and is again if the block is taken back. Null: never moved.';

create table if not exists doubt_answers (
    practice_id uuid not null,
    source text not null,
    source_id text not null,
    came boolean not null,
    answered_at timestamptz not null,
    constraint doubt_answers_pkey primary key (practice_id, source, source_id),
    constraint doubt_answers_practice_fkey foreign key (practice_id) references practices (id),
    constraint doubt_answers_source_fkey foreign key (source) references visit_sources (name)
);
comment on table doubt_answers is 'What an office said of calendar entries that leave open whether anybody came, so that it is not asked again; forgotten after thirty days.';
comment on column doubt_answers.source_id is 'As doubtful_visits.source_id: the entry, and a keyed hash of whom it is about.';

alter table suppressions add column if not exists also text [] not null default '{}';
comment on column suppressions.also is 'Further reasons, told after the first: lifting one lifts nothing while another stands.';
