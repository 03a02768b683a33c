export type { PersonName, SentCode, SignIn, SignInBotOptions, SignInResult } from './auth/sign-in.ts'
export type { Given, StartOptions } from './auth/start.ts'
export type { Bots } from './bots/bots.ts'
export { type ButtonChoice, buttonsOf, type WithButtons } from './bots/find-button.ts'
export type { InlineQueryOptions, InlineResults, SendInlineResultOptions } from './bots/inline-query.ts'
export type { PressOptions } from './bots/press-button.ts'
export type { Pressed } from './bots/pressed.ts'
export type { StartBotOptions } from './bots/start-bot.ts'
export { type Client, createClient } from './client.ts'
export { ClientError, type ClientErrorCode, RpcError } from './errors.ts'
export type { Download, DownloadOptions } from './files/download.ts'
export { type FileAt, type FileLike, type Thumbnail, thumbnailsOf } from './files/file-like.ts'
export type { Files } from './files/files.ts'
export { mimeTypeOf } from './files/mime-types.ts'
export type {
  AlbumItem,
  CaptionOptions,
  FileOptions,
  MediaOptions,
  Sendable,
  SendFileOptions,
  SendPhotoOptions,
} from './files/send-media.ts'
export type { BlobLike, StreamLike, UploadSource } from './files/sources.ts'
export type { Progress, TransferControl, TransferOptions } from './files/transfer.ts'
export type { Upload, UploadedFile, UploadOptions } from './files/upload.ts'
export { consoleLog, type Log, type LogLevel } from './log.ts'
export type { Dialog, DialogsOptions } from './messages/dialogs.ts'
export type { HistoryMessage, HistoryOptions } from './messages/history.ts'
export type { SendOptions, SentMessage } from './messages/send.ts'
export type { ClientOptions, DcAddress, InProcessClientOptions, SecretChatOptions } from './options.ts'
export type { KnownPeer } from './peers/peer-cache.ts'
export type { PeerLike } from './peers/resolve.ts'
export type { PageEvents } from './platform/page-events.ts'
export type { Dial, Platform, PlatformFiles, ReadableFile, Route, WritableFile } from './platform/platform.ts'
export type { Call, CallOptions } from './rpc/call.ts'
export type { InProcessServer, InProcessSession } from './rpc/in-process-centres.ts'
export type {
  SecretContent,
  SecretMedia,
  SecretService,
  SecretServiceAction,
  SecretText,
} from './secret-chats/content.ts'
export type { SecretChatEvents, SecretChatInfo, SecretChatListener } from './secret-chats/events.ts'
export type { EndOptions, SecretChats } from './secret-chats/face.ts'
export type {
  SecretAlbumItem,
  SecretDownload,
  SecretFileOptions,
  SecretThumbnail,
} from './secret-chats/secret-files.ts'
export type { SecretFile, SecretMessage, SecretPeer } from './secret-chats/secret-message.ts'
export type { SecretDraft, SentSecretMessage } from './secret-chats/send.ts'
export type { SecretChatOverReason } from './secret-chats/store/chat-record.ts'
export type { StateChange, WaitOptions } from './state.ts'
export { createMemoryStorage } from './storage/memory-storage.ts'
export type { ClientStorage } from './storage/storage.ts'
export type { ClientEvents, Listener, ListenerError, ReceivedMessage } from './updates/events.ts'
export { UpdateState } from './updates/update-state.ts'
export type {
  Delivered,
  Gap,
  GapReason,
  UpdateAction,
  UpdateStateLimits,
  UpdatesState,
} from './updates/update-types.ts'
