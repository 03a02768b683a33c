import type { SettingWrites } from '../../../domain/system/settings.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const settingRows: RowsOfAccount = {
  settings: { stays: 'of the server' },
}

export function createSettings(connection: Connection): SettingWrites {
  const select = connection.read('SELECT value FROM settings WHERE name = ?')
  const replace = connection.write('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)')
  return {
    async get(name) {
      const row = select.get(name)
      return row && blob(row['value'])
    },
    async put(name, value) {
      replace.run(name, value)
    },
  }
}
