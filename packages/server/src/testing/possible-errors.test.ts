import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Rpc } from '../rpc/rpc.ts'
import { describeErrors, errorsFile, findPossibleErrors } from './possible-errors.ts'
import { createTestServer } from './test-server.ts'

let rpc: Rpc
beforeAll(async () => {
  const server = await createTestServer()
  rpc = server.rpc
  await server.close()
})

describe('schema/api.errors.tsv', () => {
  it('has the errors that the sources of each method name (npm run coverage:api)', () => {
    expect(readFileSync(errorsFile, 'utf8')).toBe(describeErrors(rpc))
  })
})

describe('the errors of a method', () => {
  it('are those of its own code and of what it calls, in other files and through objects that it is given', () => {
    const errors = findPossibleErrors(['messages.sendMessage', 'account.checkUsername', 'help.getNearestDc'], rpc)
    // In the file itself, in a function of another, by a member of a port, by a bound of the request.
    expect(errors.get('messages.sendMessage')).toEqual(
      expect.arrayContaining(['METHOD_NOT_IMPLEMENTED', 'MESSAGE_EMPTY', 'PEER_ID_INVALID', 'MESSAGE_TOO_LONG']),
    )
    expect(errors.get('messages.sendMessage')).not.toContain('PHONE_CODE_INVALID')
    expect(errors.get('account.checkUsername')).toEqual(['USERNAME_INVALID'])
    expect(errors.get('help.getNearestDc')).toEqual([])
  })

  it('are not those of fields that it lacks, nor of codes for something else', () => {
    const errors = findPossibleErrors(
      ['auth.sendCode', 'auth.requestPasswordRecovery', 'messages.toggleNoForwards'],
      rpc,
    )
    expect(errors.get('auth.sendCode')).toContain('SMS_CODE_CREATE_FAILED')
    expect(errors.get('auth.sendCode')).not.toContain('PASSWORD_RECOVERY_NA')
    expect(errors.get('auth.sendCode')).not.toContain('MESSAGE_EMPTY')
    expect(errors.get('auth.requestPasswordRecovery')).toEqual(['PASSWORD_EMPTY', 'PASSWORD_RECOVERY_NA'])
    expect(errors.get('messages.toggleNoForwards')).not.toContain('QUOTE_TEXT_INVALID')
  })
})
