export * from './contracts/commands.ts';
export * from './contracts/errors.ts';
export * from './contracts/messages.ts';
export * from './contracts/result.ts';
export * from './contracts/text.ts';
