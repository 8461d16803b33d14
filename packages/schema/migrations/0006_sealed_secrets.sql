CREATE TABLE "instance_keys" (
	"purpose" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
-- What lies in clear stays as it is until it is sealed by the walk that follows a migration.
ALTER TABLE "channels" ADD COLUMN "sealed_url" text;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "url_fingerprint" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "sealed_url" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "sealed_for" uuid;--> statement-breakpoint
CREATE UNIQUE INDEX "channels_target_once" ON "channels" USING btree ("organization_id","kind","target") WHERE "channels"."sealed_url" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "channels_url_once" ON "channels" USING btree ("organization_id","url_fingerprint");--> statement-breakpoint
-- Two URLs may look alike once what is secret of them is left out.
ALTER TABLE "channels" DROP CONSTRAINT "channels_target";--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_sealed" CHECK ("channels"."kind" <> 'email' or "channels"."sealed_url" is null);--> statement-breakpoint
ALTER TABLE "channels" ADD CONSTRAINT "channels_fingerprint" CHECK ("channels"."url_fingerprint" is null or "channels"."sealed_url" is not null);--> statement-breakpoint
-- Not valid: the check of a table with months of alerts would hold up every settlement meanwhile.
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_sealed" CHECK (("alerts"."sealed_url" is null) = ("alerts"."sealed_for" is null)) NOT VALID;
