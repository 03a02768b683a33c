import type { CorrespondenceReads } from '../domain/correspondence.ts'
import type { AccountSettingTable } from './account-settings.ts'
import type { AutoDeleteTable } from './auto-delete.ts'
import type { BlockTable } from './blocks.ts'
import type { UserTable } from './users.ts'

interface Tables {
  readonly users: UserTable
  readonly blocks: BlockTable
  readonly autoDelete: AutoDeleteTable
  readonly accountSettings: AccountSettingTable
}

/** Put together from what each table keeps in memory for it. */
export function createCorrespondence(tables: Tables): CorrespondenceReads {
  const { users, blocks, autoDelete, accountSettings } = tables
  return {
    async between(from, to) {
      return {
        active: users.isActive(to),
        blocks: blocks.isBlocked(from, to),
        blockedBy: blocks.isBlocked(to, from),
        periods: autoDelete.periodsOf(from, to),
        globalPrivacy: accountSettings.settingsOf(to).globalPrivacy,
      }
    },
  }
}
