import {
  type AccountSettings,
  type AccountSettingWrites,
  defaultAccountSettings,
} from '../../../domain/people/account-settings.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, optional, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { CorrespondenceTable } from './correspondence.ts'

export const accountSettingRows: RowsOfAccount = {
  account_settings: { owner: 'user_id', key: 'user_id' },
}

export function createAccountSettings(
  connection: Connection,
  correspondence: CorrespondenceTable,
): AccountSettingWrites {
  const select = connection.read('SELECT * FROM account_settings WHERE user_id = ?')
  const selectPrivacy = connection.read(
    `SELECT user_id, global_privacy FROM account_settings
     WHERE user_id IN (SELECT value FROM json_each(?)) AND global_privacy IS NOT NULL`,
  )
  const replace = connection.write(
    `INSERT OR REPLACE INTO account_settings
     (user_id, ttl_days, session_ttl_days, contact_sign_up_silent, sensitive_content, top_peers_off, global_privacy,
      reaction_notices, auto_download)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return {
    async get(userId) {
      const row = select.get(userId)
      return row === undefined ? defaultAccountSettings : toSettings(row)
    },
    async globalPrivacyOf(userIds) {
      const rows = selectPrivacy.all(list(userIds))
      return new Map(rows.map((row) => [userIdOf(row['user_id']), blob(row['global_privacy'])]))
    },
    async put(userId, settings) {
      correspondence.changedForAll()
      replace.run(
        userId,
        settings.ttlDays,
        settings.sessionTtlDays,
        settings.contactSignUpSilent ? 1 : 0,
        settings.sensitiveContent ? 1 : 0,
        settings.topPeersOff ? 1 : 0,
        settings.globalPrivacy ?? null,
        settings.reactionNotices ?? null,
        settings.autoDownload ?? null,
      )
    },
  }
}

function toSettings(row: Row): AccountSettings {
  return {
    ttlDays: integer(row['ttl_days']),
    sessionTtlDays: integer(row['session_ttl_days']),
    contactSignUpSilent: integer(row['contact_sign_up_silent']) === 1,
    sensitiveContent: integer(row['sensitive_content']) === 1,
    topPeersOff: integer(row['top_peers_off']) === 1,
    globalPrivacy: optional(blob, row['global_privacy']),
    reactionNotices: optional(blob, row['reaction_notices']),
    autoDownload: optional(blob, row['auto_download']),
  }
}
