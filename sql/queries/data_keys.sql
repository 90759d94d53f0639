-- name: keep_fingerprint
-- Remember the first key that hashes anything here.
insert into data_keys (purpose, fingerprint)
values ('hash', :fingerprint)
on conflict (purpose) do nothing;

-- name: find_fingerprint
-- The key that this database's hashes were made with.
select fingerprint from data_keys
where purpose = 'hash';
