import journal from '../migrations/meta/_journal.json' with { type: 'json' }

/** How many migrations this version of Prikke brings. */
export const knownMigrations: number = journal.entries.length
