import type { api } from '@chappe/tl-codec/api'
import type { AccessHashes } from '../peers/access-hash.ts'
import type { Relation } from '../store/domain/contacts.ts'
import type { UserId } from '../store/domain/ids.ts'
import type { UserRecord } from '../store/domain/users.ts'
import type { Reads } from '../store/store.ts'

/** Users as one viewer sees them: names from the viewer's contacts, numbers only where the viewer may know them. */
export interface UserViews {
  /** One for each of `ids` that exists, each once. Takes the reads of a transaction, too. */
  of(read: UserViewReads, viewer: UserId, ids: Iterable<UserId>): Promise<api.User[]>
}

export type UserViewReads = Pick<Reads, 'users' | 'contacts'>

export function createUserViews(accessHashes: AccessHashes): UserViews {
  return {
    async of(read, viewer, ids) {
      const unique = [...new Set(ids)]
      if (unique.length === 0) return []
      const users = await read.users.many(unique)
      const others = unique.filter((id) => id !== viewer)
      const relations = others.length === 0 ? [] : await read.contacts.relations(viewer, others)
      const byUser = new Map(relations.map((relation) => [relation.userId, relation]))
      return users.map((user) => view(user, viewer, byUser.get(user.id), accessHashes.of(viewer, user.id)))
    },
  }
}

function view(user: UserRecord, viewer: UserId, relation: Relation | undefined, accessHash: bigint): api.user {
  const self = user.id === viewer
  const contact = relation?.contact
  return {
    _: 'user',
    self: self || undefined,
    contact: contact !== undefined || undefined,
    mutualContact: (contact !== undefined && relation?.listed) || undefined,
    deleted: user.phone === undefined || undefined,
    id: BigInt(user.id),
    accessHash,
    firstName: contact?.firstName ?? user.firstName,
    lastName: (contact === undefined ? user.lastName : contact.lastName) || undefined,
    username: user.username,
    phone: self || knowsPhone(user, relation) ? user.phone : undefined,
    status: { _: 'userStatusEmpty' },
  }
}

/** The default of the public server: one's contacts see the number, and so does who already has it. */
function knowsPhone(user: UserRecord, relation: Relation | undefined): boolean {
  return relation !== undefined && (relation.listed || relation.contact?.phone === user.phone)
}
