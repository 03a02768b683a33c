import type { UserId } from '../ids.ts'
import { type Asker, compileRules, defaultRules, type PrivacyKey } from '../rules/privacy.ts'
import type { Contact } from '../store/domain/people/contacts.ts'
import type { PrivacyRecord } from '../store/domain/people/privacy.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

export type StandingReads = Pick<Reads, 'contacts' | 'privacy' | 'blocks'>

/** How one user and some others stand to each other: contacts, blocks and privacy, read at once for all. */
export interface Standing {
  /** The other one in the user's list. */
  contact(other: UserId): Contact | undefined
  /** The user is in the other one's list. */
  listedBy(other: UserId): boolean
  blocks(other: UserId): boolean
  blockedBy(other: UserId): boolean
  /** Whether the other one's rules let the user. Whoever blocks the user lets nothing. */
  mayAsk(other: UserId, key: PrivacyKey): boolean
  /** Whether the user's own rules let the other one. */
  lets(other: UserId, key: PrivacyKey): boolean
}

export async function standingOf(read: StandingReads, user: UserId, others: readonly UserId[]): Promise<Standing> {
  const [relations, records, between] = await Promise.all([
    read.contacts.relations(user, others),
    read.privacy.ofUsers([user, ...others]),
    read.blocks.between(user, others),
  ])
  const relationOf = new Map(relations.map((relation) => [relation.userId, relation]))
  const blocked = new Set(between.blocks)
  const blockers = new Set(between.blockedBy)
  const recordOf = new Map(records.map((record) => [nameOf(record.userId, record.key), record]))
  /** Each is read once, and those that have set nothing share theirs. */
  const compiled = new Map<string, (asker: Asker) => boolean>()
  const allows = (owner: UserId, key: PrivacyKey, asker: Asker): boolean => {
    const name = nameOf(owner, key)
    const record = recordOf.get(name)
    const rules = compiled.get(record === undefined ? key : name)
    if (rules !== undefined) return rules(asker)
    const read = compileRules(rulesIn(record, key))
    compiled.set(record === undefined ? key : name, read)
    return read(asker)
  }
  return {
    contact: (other) => relationOf.get(other)?.contact,
    listedBy: (other) => relationOf.get(other)?.listed === true,
    blocks: (other) => blocked.has(other),
    blockedBy: (other) => blockers.has(other),
    mayAsk(other, key) {
      if (other === user) return true
      if (blockers.has(other)) return false
      const relation = relationOf.get(other)
      const closeFriend = relation?.closeFriendOf === true
      return allows(other, key, { userId: user, contact: relation?.listed === true, closeFriend })
    },
    lets(other, key) {
      if (other === user) return true
      const contact = relationOf.get(other)?.contact
      return (
        !blocked.has(other) &&
        allows(user, key, {
          userId: other,
          contact: contact !== undefined,
          closeFriend: contact?.closeFriend === true,
        })
      )
    },
  }
}

function nameOf(owner: UserId, key: string): string {
  return `${key} ${owner}`
}

/** What holds for a key, by what its owner stored. */
export function rulesIn(record: PrivacyRecord | undefined, key: PrivacyKey): ReturnType<typeof defaultRules> {
  return record === undefined ? defaultRules(key) : rulesOf(record)
}

/** The rules in a stored record. Those that the disk has not kept let nobody: they were made to keep something back. */
export function rulesOf(record: PrivacyRecord): ReturnType<typeof defaultRules> {
  const stored = readStored('account.PrivacyRules', record.rules, `${record.key} of user ${record.userId}`)
  return stored?.rules ?? [{ _: 'privacyValueDisallowAll' }]
}
