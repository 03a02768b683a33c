import type { UserId } from '../ids.ts'

/** The account that service messages come from, by its public number. The store holds it from the beginning. */
export const serviceUserId: UserId = 777_000
