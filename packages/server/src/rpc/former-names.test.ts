import { decodeMethod, encodeUntyped } from '@chappe/tl-layers'
import { describe, expect, it } from 'vitest'
import { inTodaysWords } from './former-names.ts'

const channels = [
  [{ _: 'inputChannelEmpty' }, { _: 'inputPeerEmpty' }],
  [
    { _: 'inputChannel', channelId: 7n, accessHash: 8n },
    { _: 'inputPeerChannel', channelId: 7n, accessHash: 8n },
  ],
  [
    { _: 'inputChannelFromMessage', peer: { _: 'inputPeerSelf' }, msgId: 9, channelId: 7n },
    { _: 'inputPeerChannelFromMessage', peer: { _: 'inputPeerSelf' }, msgId: 9, channelId: 7n },
  ],
] as const

describe('what clients of earlier layers ask for by another name', () => {
  it.each(channels)('is what it is called today, of %o', (channel, peer) => {
    const given = { userId: { _: 'inputUserSelf' }, password: { _: 'inputCheckPasswordEmpty' } }
    const transfer = decodeMethod(encodeUntyped({ _: 'channels.editCreator', channel, ...given }, 200))
    expect(transfer._).toBe('channels.editCreator')
    expect(inTodaysWords(transfer)).toEqual({ _: 'messages.editChatCreator', peer, ...given })
    const heir = decodeMethod(encodeUntyped({ _: 'channels.getFutureCreatorAfterLeave', channel }, 222))
    expect(inTodaysWords(heir)).toEqual({ _: 'messages.getFutureChatCreatorAfterLeave', peer })
  })

  it('stays what it is where it has no other name', () => {
    const request = decodeMethod(encodeUntyped({ _: 'channels.leaveChannel', channel: channels[1][0] }, 200))
    expect(inTodaysWords(request)).toBe(request)
  })
})
