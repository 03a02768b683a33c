import { accountsAndMessages } from './0001-accounts-and-messages.ts'

/** In order; a released migration is never changed, only followed by another. */
export const migrations: readonly string[] = [accountsAndMessages]
