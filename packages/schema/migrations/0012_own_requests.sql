CREATE TABLE "execution_requests" (
	"execution_id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"request" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "execution_requests" ADD CONSTRAINT "execution_requests_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "execution_requests_organization" ON "execution_requests" USING btree ("organization_id");--> statement-breakpoint
-- Last, for they lock what every claim and every end writes: null for all there is, no row is written anew.
ALTER TABLE "execution_history" ADD COLUMN "replay_id" uuid;--> statement-breakpoint
ALTER TABLE "execution_queue" ADD COLUMN "replay_id" uuid;--> statement-breakpoint
ALTER TABLE "execution_queue" ADD COLUMN "own_request" boolean;
