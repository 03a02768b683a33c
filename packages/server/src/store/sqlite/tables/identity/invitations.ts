import type { Invitation, InvitationWrites } from '../../../domain/identity/invitations.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const invitationRows: RowsOfAccount = {
  invitations: { stays: 'of who runs the server' },
}

export function createInvitations(connection: Connection): InvitationWrites {
  const select = connection.read('SELECT * FROM invitations WHERE phone = ?')
  const page = connection.read('SELECT * FROM invitations WHERE phone > ? ORDER BY phone LIMIT ?')
  const insert = connection.write('INSERT OR IGNORE INTO invitations (phone, created_at) VALUES (?, ?)')
  const remove = connection.write('DELETE FROM invitations WHERE phone = ?')
  return {
    async get(phone) {
      const row = select.get(phone)
      return row && toInvitation(row)
    },
    async page(limit, after = '') {
      return page.all(after, limit).map(toInvitation)
    },
    async add({ phone, createdAt }) {
      insert.run(phone, createdAt)
    },
    async remove(phone) {
      return remove.count(phone) === 1
    },
  }
}

function toInvitation(row: Row): Invitation {
  return { phone: text(row['phone']), createdAt: integer(row['created_at']) }
}
