CREATE TABLE "nodes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"app" text NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"facts" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "nodes_app" CHECK ("nodes"."app" in ('api', 'scheduler', 'executor', 'notifier'))
);
--> statement-breakpoint
ALTER TABLE "mails" DROP CONSTRAINT "mails_kind";--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_kind" CHECK ("mails"."kind" in ('sign_in', 'confirm', 'already_registered', 'reset_password', 'change_email', 'email_changed', 'invite', 'usage', 'tier_changed', 'self_test'));